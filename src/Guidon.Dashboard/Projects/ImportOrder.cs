using System.Security.Cryptography;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Dashboard.Frame;
using Guidon.Transfer;

namespace Guidon.Dashboard.Projects;

/// <summary>What somebody wants to import.</summary>
/// <param name="Source">The file as it was chosen.</param>
/// <param name="Format">One of <see cref="Formats.Names"/>.</param>
/// <param name="Environment">Name of the environment, for formats that have none.</param>
/// <param name="Replaces">Also removes what the file does not have.</param>
internal sealed record ImportOrder(byte[] Source, string Format, string Environment, bool Replaces)
{
    /// <summary>Names file and wishes: what was tried is what is imported.</summary>
    internal string Mark => $"{Convert.ToHexStringLower(SHA256.HashData(Source))} {Format} {Environment} {Replaces}";

    internal static async Task<ImportOrder?> ReadAsync(Visit visit)
    {
        if (visit.SentFile("file") is not { Length: > 0 } file) return null;
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, visit.Cancellation);
        return new ImportOrder(copy.ToArray(), visit.Sent("format"), visit.Sent("into").Trim(), visit.Sent("replace") == "true");
    }

    /// <returns>The file for one project with what it lost on the way, or why there is none.</returns>
    internal (ProjectFile? File, IReadOnlyList<Loss> Losses, string? Problem) Converted(string project)
    {
        try
        {
            using var json = JsonDocument.Parse(Source);
            var conversion = Formats.Convert(Format, json.RootElement, project, Environment.Length > 0 ? Environment : "Production", TimeProvider.System.GetUtcNow());
            return conversion.Files is [var one]
                ? (one, conversion.Losses, null)
                : (null, [], $"The file holds {conversion.Files.Count} projects; import it with guidon import, which makes one project of each.");
        }
        catch (Exception error) when (error is JsonException or SourceException)
        {
            return (null, [], error is SourceException ? error.Message : "The file is no JSON.");
        }
    }
}
