namespace Guidon.Dashboard.Frame;

/// <summary>What a person is told after an action.</summary>
/// <param name="Text">One sentence in the past tense.</param>
/// <param name="IsProblem">True when it was not done.</param>
/// <param name="UndoAction">Where a form that takes it back is sent; null when it cannot be taken back.</param>
/// <param name="UndoFields">What that form says.</param>
public sealed record Toast(string Text, bool IsProblem = false, string? UndoAction = null, IReadOnlyDictionary<string, string>? UndoFields = null);
