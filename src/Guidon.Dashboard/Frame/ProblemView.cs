namespace Guidon.Dashboard.Frame;

/// <summary>A page that says why there is no page.</summary>
/// <param name="Title">In three words.</param>
/// <param name="Text">What is wrong and what to do.</param>
public sealed record ProblemView(string Title, string Text);
