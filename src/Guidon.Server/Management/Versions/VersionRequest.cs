using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Versions;

/// <summary>The body that makes a version: what is to differ from what counts now. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class VersionRequest
{
    private const int DescriptionCharsMax = 2_000;
    private const int StatesMax = DocumentLimits.SegmentsMax;

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
    }

    internal FieldErrors Errors { get; } = new();

    internal string Description { get; }

    internal bool PublishesNow { get; }

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
