using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guidon.Server.Tests.Crashes;

/// <summary>The audit records of one transaction, which have one time.</summary>
/// <param name="At">Its time.</param>
/// <param name="Records">By id.</param>
internal sealed partial record RecordGroup(DateTimeOffset At, IReadOnlyList<JsonElement> Records)
{
    // Whatever goes takes such parts with it, as many as there are.
    private static readonly string[] s_parts = ["FEATURE_STATE", "DESTINATION"];

    /// <summary>How many of which kind: "CREATE INVITE*3".</summary>
    internal string Shape => string.Join(", ", Own.GroupBy(KindOf).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Key}*{kind.Count()}"));

    /// <summary>As <see cref="Mutation.Key"/>.</summary>
    internal string Key => $"{Own.SelectMany(TagsOf).FirstOrDefault("no tag")}: {Shape}";

    private IEnumerable<JsonElement> Own
    {
        get
        {
            var whole = Records.Where(record => !s_parts.Contains(TypeOf(record))).ToList();
            return whole.Exists(record => ActionOf(record) == "DELETE") ? whole : Records;
        }
    }

    internal static List<RecordGroup> Of(IEnumerable<JsonElement> records) =>
        [.. records.GroupBy(record => record.GetProperty("created_date").GetDateTimeOffset()).Select(same => new RecordGroup(same.Key, [.. same]))];

    internal static string TypeOf(JsonElement record) => record.GetProperty("related_object_type").GetString() ?? "";

    internal static string ActionOf(JsonElement record) => record.GetProperty("change_type").GetString() ?? "";

    internal static int IdOf(JsonElement record) => record.GetProperty("related_object_id").GetInt32();

    /// <summary>Its environment or project; 0 for none.</summary>
    internal static int PlaceOf(JsonElement record, string place) => record.GetProperty(place) is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("id").GetInt32() : 0;

    private static string KindOf(JsonElement record) => $"{ActionOf(record)} {TypeOf(record)}";

    // What it wrote comes first: an override's words name a segment that has a tag of its own.
    private static IEnumerable<string> TagsOf(JsonElement record) =>
        record.GetProperty("change_details").EnumerateArray().Select(detail => detail.GetProperty("new")).Append(record.GetProperty("log"))
            .Where(text => text.ValueKind == JsonValueKind.String).SelectMany(text => Tag().Matches(text.GetString() ?? "").Select(match => match.Value));

    [GeneratedRegex(@"\bn\d+x\b")]
    private static partial Regex Tag();
}
