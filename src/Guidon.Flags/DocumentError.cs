namespace Guidon.Flags;

/// <summary>Something that makes a document or context unusable.</summary>
/// <param name="Field">Path from the root, as <c>project.segments[3].rules[0].type</c>; empty for the whole.</param>
/// <param name="Message">What is wrong and, for a limit, the limit.</param>
public sealed record DocumentError(string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}
