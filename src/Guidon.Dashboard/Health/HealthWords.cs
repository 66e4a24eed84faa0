using Guidon.Contracts;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Parts;

namespace Guidon.Dashboard.Health;

/// <summary>What providers said, in a few words.</summary>
internal static class HealthWords
{
    internal static bool IsWell(HealthEventAnswer said) => said.Type == "HEALTHY";

    /// <summary>In which environment.</summary>
    internal static string Place(HealthEventAnswer said, FrameProject? project) =>
        said.Environment is not { } id ? "all environments" : project?.Environments.FirstOrDefault(each => each.Id == id)?.Name ?? "an environment";

    /// <summary>The same of several, to stand behind a word; empty for everywhere.</summary>
    internal static string Places(IReadOnlyList<HealthEventAnswer> said, FrameProject? project)
    {
        if (said.Any(each => each.Environment is null)) return "";
        List<string> places = [.. said.Select(each => Place(each, project)).Distinct()];
        return places is [var one] ? $" in {Display.Snippet(one)}" : $" in {Display.Plural(places.Count, "environment", "environments")}";
    }

    /// <summary>The first words of the reason; empty when none was given.</summary>
    internal static string Headline(HealthEventAnswer said) =>
        said.Reason?.TextBlocks is [var first, ..] ? Display.Snippet(string.Join(": ", ((string?[])[first.Title, first.Text]).Where(each => !string.IsNullOrEmpty(each)))) : "";
}
