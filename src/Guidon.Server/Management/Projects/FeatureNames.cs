using System.Text.RegularExpressions;

namespace Guidon.Server.Management.Projects;

/// <summary>The pattern that a project may ask names of its features to match as a whole. Runs in linear time, whoever wrote it.</summary>
internal static class FeatureNames
{
    internal static bool IsPattern(string pattern) => Compile(pattern) is not null;

    /// <summary>A pattern that cannot be read any more refuses nothing.</summary>
    internal static bool Matches(string pattern, string name) => Compile(pattern)?.IsMatch(name) ?? true;

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex($"^(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
