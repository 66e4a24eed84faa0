using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary>The body that makes a version: what is to differ from what counts now, or from <c>from_version</c>. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class VersionRequest
{
    private const int DescriptionCharsMax = 2_000;
    private const int StatesMax = DocumentLimits.SegmentsMax;
    private const int UuidChars = 36;

    private readonly IReadOnlyList<VersionStateBody> _created;
    private readonly IReadOnlyList<VersionStateBody> _updated;
    private readonly IReadOnlyList<int> _deleted;

    internal VersionRequest(JsonElement body)
    {
        var reader = new FieldReader(body, Errors);
        Description = reader.TextOrNull("description", DescriptionCharsMax) ?? "";
        _created = [.. (reader.ItemsOrNull("feature_states_to_create", StatesMax) ?? []).Select(each => new VersionStateBody(each))];
        _updated = [.. (reader.ItemsOrNull("feature_states_to_update", StatesMax) ?? []).Select(each => new VersionStateBody(each))];
        _deleted = reader.IdsOrNull("segment_ids_to_delete_overrides", StatesMax) ?? [];
        PublishesNow = reader.FlagOrNull("publish_immediately") == true;
        From = reader.TextOrNull("from_version", UuidChars) is not { } text ? null : Guid.TryParse(text, out var uuid) ? uuid : Guid.Empty;
    }

    internal FieldErrors Errors { get; } = new();

    internal string Description { get; }

    internal bool PublishesNow { get; }

    /// <summary>The version to begin with in place of what counts now; empty, which none has, for what is no uuid.</summary>
    internal Guid? From { get; }

    /// <summary>What it begins with.</summary>
    /// <returns><see langword="null"/> after it was noted that there is no such version.</returns>
    internal Draft? Begin(ControlPlane plane, ProjectEnvironment environment, Feature feature, IReadOnlyList<VersionState> rows)
    {
        if (From is not { } uuid) return new Draft(rows);
        if (plane.FeatureVersions.SingleOrDefault(each => each.Uuid == uuid && each.EnvironmentId == environment.Id && each.FeatureId == feature.Id) is { } version) return Draft.Of(plane, version);
        Errors.Add("from_version", "There is no such version of this feature in this environment.");
        return null;
    }

    /// <summary>Removes, changes and adds, in this order, and notes what cannot be done.</summary>
    internal void Apply(Change change, Feature feature, Draft draft)
    {
        foreach (var segment in _deleted)
        {
            if (draft.FindOverride(segment) is { } state) draft.Remove(state);
            else Errors.Add("segment_ids_to_delete_overrides", $"There is no override for segment {segment}.");
        }

        foreach (var each in _updated)
        {
            if ((each.Segment is { } segment ? draft.FindOverride(segment) : draft.Default) is { } state) each.Apply(change, feature, draft, state);
            else each.Link?.Errors.Add("segment", $"There is no override for segment {each.Segment}.");
        }

        foreach (var each in _created) each.Add(change, feature, draft);
        draft.Reorder(VersionStateBody.Places([.. _updated, .. _created], Errors));
    }
}
