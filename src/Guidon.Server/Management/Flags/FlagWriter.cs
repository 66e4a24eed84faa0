namespace Guidon.Server.Management.Flags;

/// <summary>Writes a checked request into the rows.</summary>
internal static class FlagWriter
{
    /// <summary>Changes only what is given. A new override takes the rest from the environment's default.</summary>
    internal static void Patch(Change change, FlagRows rows, FlagRequest request, PriorityPlan priorities)
    {
        if (request.Default is { } part)
        {
            var old = rows.Default;
            rows.Set(change, old, part.Enabled ?? old.Enabled, part.Value ?? old.Value, part.Weights);
        }

        foreach (var each in request.Overrides ?? [])
        {
            var existing = rows.FindOverride(each.SegmentId);
            var state = existing ?? rows.AddOverride(change, each.SegmentId, priorities[each.SegmentId]);
            rows.SetPriority(change, state, priorities[each.SegmentId]);
            var weights = each.State.Weights ?? (existing is null ? rows.WeightsOf(rows.Default) : null);
            rows.Set(change, state, each.State.Enabled ?? state.Enabled, each.State.Value ?? state.Value, weights);
        }
    }

    /// <summary>Replaces each part that is given: what it leaves out is reset, overrides that it does not list are removed.</summary>
    internal static void Put(Change change, FlagRows rows, FlagRequest request, PriorityPlan priorities)
    {
        if (request.Default is { } part)
            rows.Set(change, rows.Default, part.Enabled ?? false, part.Value ?? ScalarValue.Null, part.Weights);
        if (request.Overrides is not { } overrides) return;
        var listed = overrides.Select(each => each.SegmentId).ToHashSet();
        foreach (var gone in rows.Overrides.Where(each => !listed.Contains(each.SegmentId ?? 0)).ToList()) rows.Remove(change, gone);
        foreach (var each in overrides)
        {
            // The row stays where there is one: its id seeds the variants, and nobody should change variant.
            var state = rows.FindOverride(each.SegmentId) ?? rows.AddOverride(change, each.SegmentId, priorities[each.SegmentId]);
            rows.SetPriority(change, state, priorities[each.SegmentId]);
            rows.Set(
                change, state, each.State.Enabled ?? rows.Default.Enabled, each.State.Value ?? rows.Default.Value,
                each.State.Weights ?? rows.WeightsOf(rows.Default));
        }
    }
}
