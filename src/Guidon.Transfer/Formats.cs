using System.Text.Json;
using Guidon.Transfer.Flagsmith;
using Guidon.Transfer.LaunchDarkly;
using Guidon.Transfer.Reading;
using Guidon.Transfer.Unleash;

namespace Guidon.Transfer;

/// <summary>The formats that are files: our own and foreign ones.</summary>
public static class Formats
{
    /// <summary>Their names, as the command line takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["guidon", "flagsmith", "flagsmith-dump", "launchdarkly", "unleash"];

    /// <summary>Converts a file.</summary>
    /// <param name="format">One of <see cref="Names"/>.</param>
    /// <param name="source">The whole file; read before this returns.</param>
    /// <param name="project">Name of the project, where the format has none.</param>
    /// <param name="environment">Name of the environment, likewise.</param>
    /// <param name="now">What is to become live later is not carried.</param>
    /// <exception cref="SourceException">The file is not in this format.</exception>
    public static Conversion Convert(string format, JsonElement source, string project, string environment, DateTimeOffset now)
    {
        SourceText.Check(source, "");
        return Read(format, source, project, environment, now);
    }

    private static Conversion Read(string format, JsonElement source, string project, string environment, DateTimeOffset now) => format switch
    {
        "guidon" => GuidonFile.Convert(source),
        "flagsmith" => FlagsmithFile.Convert(source, project, environment),
        "flagsmith-dump" => FlagsmithDump.Convert(source, now),
        "launchdarkly" => LaunchDarklyExport.Convert(source, project),
        "unleash" => UnleashExport.Convert(source, project),
        _ => throw new SourceException($"There is no format \"{format}\": {string.Join(", ", Names)}."),
    };
}
