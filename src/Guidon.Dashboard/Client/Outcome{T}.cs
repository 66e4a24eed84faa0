namespace Guidon.Dashboard.Client;

/// <summary>What the management API answered: a message, or why not.</summary>
/// <param name="Value">Set exactly when <paramref name="Refusal"/> is not.</param>
/// <param name="Refusal">Set exactly when <paramref name="Value"/> is not.</param>
/// <typeparam name="T">The message.</typeparam>
internal readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
    where T : class;
