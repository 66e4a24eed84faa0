using System.Text.Json;
using Guidon.Delivery.Replays;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Replays;

/// <summary>Reads the body of <c>POST /api/guidon/v1/replays</c>.</summary>
internal static class ReplayFields
{
    private const int IdsMax = 1_000;
    private const int KeyCharsMax = 200;

    private static readonly string[] s_outcomes = ["delivered", "parked", "cancelled"];

    private static readonly Dictionary<string, ReplayMode> s_modes = new(StringComparer.Ordinal)
    {
        ["resend_failed"] = ReplayMode.ResendFailed,
        ["remap_failed"] = ReplayMode.RemapFailed,
        ["remap_all"] = ReplayMode.RemapAll,
        ["verify_only"] = ReplayMode.VerifyOnly,
    };

    internal static string Name(ReplayMode mode) => s_modes.First(pair => pair.Value == mode).Key;

    /// <returns>The request and whether it is a dry run; errors when it is none.</returns>
    internal static (ReplayRequest? Request, bool IsDryRun, FieldErrors Errors) Read(JsonElement body, string? idempotencyKey)
    {
        var fields = new BodyFields(body);
        var destination = fields.Integer("destination");
        if (destination is null) fields.Errors.Add("destination", FieldErrors.Required);
        var mode = s_modes.GetValueOrDefault(fields.Text("mode") ?? "");
        if (mode == default) fields.Errors.Add("mode", $"One of {string.Join(", ", s_modes.Keys)} is required.");
        var keys = fields.Text("keys");
        if (keys is not (null or "same" or "new")) fields.Errors.Add("keys", "One of same, new is required.");
        var key = fields.Text("key") ?? idempotencyKey ?? "";
        if (key.Length > KeyCharsMax) fields.Errors.Add("key", $"Ensure this field has no more than {KeyCharsMax} characters.");
        var isDryRun = fields.Flag("dry_run");
        var filter = fields.Object("filter") is { } element ? Filter(element, fields.Errors) : new ReplayFilter();
        fields.Close();
        return fields.Errors.Any
            ? (null, isDryRun, fields.Errors)
            : (new ReplayRequest { DestinationId = destination ?? 0, Mode = mode, Filter = filter, NewKeys = keys == "new", Key = key }, isDryRun, fields.Errors);
    }

    private static ReplayFilter Filter(JsonElement element, FieldErrors errors)
    {
        var fields = new BodyFields(element);
        var filter = new ReplayFilter
        {
            OccurredFrom = fields.Time("occurred_from"),
            OccurredTo = fields.Time("occurred_to"),
            AcceptedFrom = fields.Time("accepted_from"),
            AcceptedTo = fields.Time("accepted_to"),
            Identity = fields.Text("identity"),
            IdentityPrefix = fields.Text("identity_prefix"),
            Flag = fields.Text("flag"),
            Outcome = fields.Text("outcome"),
            ErrorClass = fields.Text("error_class"),
            MapperFrom = fields.Integer("mapper_from"),
            MapperTo = fields.Integer("mapper_to"),
            Ids = [.. fields.Ids("ids", IdsMax)],
        };
        if (filter.Outcome is { } outcome && !s_outcomes.Contains(outcome))
            fields.Errors.Add("outcome", $"One of {string.Join(", ", s_outcomes)} is required.");
        fields.Close();
        if (fields.Errors.Any) errors.Add("filter", fields.Errors);
        return filter;
    }
}
