namespace Guidon.Transfer.Reading;

/// <summary>Regular expressions of platforms that look for a match anywhere. Here a match begins where the text begins.</summary>
internal static class SourcePattern
{
    /// <summary>Why there may be none.</summary>
    internal const string Problem = "The pattern looks anywhere in the text, and cannot be written so that it does here.";

    private const int CharactersMax = 1_000;   // longer ones never match here

    /// <returns>The pattern as it means the same here; <see langword="null"/> when it cannot be written so.</returns>
    internal static string? Anywhere(string pattern)
    {
        // It says itself that it begins with the text.
        if (pattern.StartsWith('^') && !pattern.Contains('|', StringComparison.Ordinal)) return pattern;
        // Switches count for the whole and stand first.
        var switches = pattern.StartsWith("(?", StringComparison.Ordinal) ? 2 + pattern.AsSpan(2).IndexOfAnyExceptInRange('a', 'z') : 0;
        var head = switches > 2 && pattern[switches] == ')' ? pattern[..(switches + 1)] : "";
        // With x a comment may reach to the end of the line, beyond the group.
        if (head.Contains('x', StringComparison.Ordinal)) return null;
        var anywhere = $"{head}(?s:.*?)(?:{pattern[head.Length..]})";
        return anywhere.Length <= CharactersMax ? anywhere : null;
    }
}
