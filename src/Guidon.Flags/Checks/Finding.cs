namespace Guidon.Flags.Checks;

/// <summary>Something that a check found.</summary>
/// <param name="Severity">Whether it may be saved.</param>
/// <param name="Code">Stable, snake case, as <c>invalid_pattern</c>.</param>
/// <param name="Field">Path from what was checked, as <c>rules[0].conditions[2].value</c>.</param>
/// <param name="Message">For the author, in a sentence.</param>
public sealed record Finding(Severity Severity, string Code, string Field, string Message);
