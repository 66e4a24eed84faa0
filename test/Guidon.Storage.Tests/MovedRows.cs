namespace Guidon.Storage.Tests;

/// <summary>What must have become of the rows of a <see cref="FilledSchema"/> once it is at the newest schema.</summary>
internal static class MovedRows
{
    // Steps that carry what was there to another place: the step, where it was, where it is, and what had to be there already.
    private static readonly (int Step, string From, string To, string Needs)[] s_carried =
    [
        (8, "destination.environment_id", "destination.owner_environment_id", ""),
        (9, "flag_table.superseded_at", "superseded_flag_table.superseded_at", ""),
        (9, "flag_table.superseded_sequence", "superseded_flag_table.last_sequence", ""),
        (10, "user_account.name", "user_account.first_name", ""),
        (12, "destination.created_at", "destination.updated_at", ""),
        (14, "feature_state.updated_at", "feature.changed_at", ""),
        (20, "series_point.latency", "series_share.latency", ""),
        (20, "series_point.mapper_failures", "series_share.mapper_failures", ""),
        (22, "feature_state.feature_id", "audit_record.feature_id", "audit_record.id"),
    ];

    /// <param name="version">The schema that it was filled at.</param>
    /// <param name="before">What it held.</param>
    /// <param name="after">What it holds.</param>
    internal static void Check(int version, Dictionary<string, string> before, Dictionary<string, string> after)
    {
        // Whatever is still there is what it was.
        foreach (var (key, was) in before.Where(pair => after.ContainsKey(pair.Key))) Assert.True(was == after[key], $"from {version}: {key} was {was} and is {after[key]}");
        // A column that went was carried elsewhere by a step that says so.
        foreach (var key in before.Keys.Where(key => !after.ContainsKey(key))) Assert.True(Array.Exists(s_carried, carried => carried.From == key), $"from {version}: {key} is gone");
        foreach (var (step, from, to, _) in s_carried.Where(carried => carried.Step > version && before.ContainsKey(carried.From) && (carried.Needs.Length == 0 || before.ContainsKey(carried.Needs))))
            Assert.True(before[from] == after.GetValueOrDefault(to), $"from {version}, step {step}: {from} was {before[from]}, and {to} is {after.GetValueOrDefault(to)}");
    }
}
