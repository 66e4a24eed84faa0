using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Guidon.Flags;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Stores;

/// <summary>
/// Writes the document of every environment once more, from its rows, and compares it with the one that nodes serve from. Both are written in one
/// transaction, so a difference is a change that was made by half, or somebody's hand. Reads only.
/// </summary>
internal static class DocumentExamination
{
    /// <summary>Of all its findings.</summary>
    internal const string Code = "document_differs";

    /// <param name="session">Everything is read from one moment of it.</param>
    /// <param name="cancellation">Asked before every few environments.</param>
    internal static IEnumerable<Finding> Look(IStoreSession session, CancellationToken cancellation)
    {
        if (UpstreamStore.IsEdges(session)) yield break;
        using var plane = ControlPlaneStore.Over(session);
        var living = plane.Environments.AsNoTracking().OrderBy(each => each.Id).ToList();
        foreach (var some in living.GroupBy(each => each.ProjectId).SelectMany(project => project.Chunk(EnvironmentPublisher.AtOnceMax)))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var text in Differences(plane, some)) yield return new Finding(Code, text);
        }

        foreach (var left in plane.PublishedDocuments.Select(each => each.EnvironmentId).ToList().Except(living.Select(each => each.Id)))
            yield return new Finding(Code, Invariant($"Environment {left} is gone, and its document is still served."));
    }

    private static IReadOnlyList<string> Differences(ControlPlane plane, ProjectEnvironment[] some)
    {
        try
        {
            var ids = some.Select(each => each.Id).ToList();
            var stored = plane.PublishedDocuments.AsNoTracking().Where(each => ids.Contains(each.EnvironmentId)).ToDictionary(each => each.EnvironmentId);
            var sources = EnvironmentSource.Load(plane, some, ProjectSource.Load(plane, some[0].ProjectId));
            return [.. sources.Select(source => Difference(source, stored.GetValueOrDefault(source.Environment.Id))).OfType<string>()];
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or JsonException)
        {
            // Somebody's hand took a row to which others refer; the examination goes on with the next ones.
            return [Invariant($"The rows of environments {string.Join(", ", some.Select(each => each.Id))} make no documents: {error.GetType().Name}.")];
        }
    }

    // By its id alone: a finding is shown to every organisation.
    private static string? Difference(EnvironmentSource source, PublishedDocument? stored)
    {
        var id = source.Environment.Id;
        if (stored is null) return Invariant($"Environment {id} has no published document.");
        return Place(stored, EnvironmentPublisher.Write(source)) is { } place
            ? Invariant($"The published document of environment {id} is not what its rows say: {place}. The next change of the environment writes it anew.")
            : null;
    }

    // Where they differ, without what is there: values may be secrets.
    private static string? Place(PublishedDocument stored, PublishedDocument written)
    {
        if (!stored.Document.AsSpan().SequenceEqual(written.Document))
        {
            if (Again(stored.Document) is not { } was) return "it cannot be read";
            if (Again(written.Document) is not { } now) return "they would be refused";
            if (Place(was, now, "") is { } place) return place;
        }

        return FeatureDetailEncoding.Decode(stored.Features).SequenceEqual(FeatureDetailEncoding.Decode(written.Features)) ? null : "details of its features";
    }

    // Another build may have written members that this one does not know, or none that this one does: both count as this build reads them.
    private static JsonElement? Again(byte[] json)
    {
        if (EnvironmentDocumentReader.Read(json).Document is not { } document) return null;
        var output = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(document, output);
        return JsonElement.Parse(output.WrittenSpan);
    }

    private static string? Place(JsonElement was, JsonElement now, string path)
    {
        if (was.ValueKind != now.ValueKind) return path;
        if (was.ValueKind == JsonValueKind.Object)
            return was.EnumerateObject().Select(member => Place(member.Value, now.GetProperty(member.Name), path.Length == 0 ? member.Name : $"{path}.{member.Name}")).FirstOrDefault(place => place is not null);
        if (was.ValueKind != JsonValueKind.Array) return JsonElement.DeepEquals(was, now) ? null : path;
        return was.GetArrayLength() == now.GetArrayLength()
            ? was.EnumerateArray().Zip(now.EnumerateArray()).Select((pair, index) => Place(pair.First, pair.Second, Invariant($"{path}[{index}]"))).FirstOrDefault(place => place is not null)
            : Invariant($"{path} has {was.GetArrayLength()} instead of {now.GetArrayLength()}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
