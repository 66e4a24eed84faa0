using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Events.Retention;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Retention;

/// <summary>
/// <c>PUT /api/guidon/v1/environments/{environment}/retention</c>: replaces the policy; what is not named gets its default. Effective for
/// the next evaluation. Events that are in the log already keep their traits.
/// </summary>
internal sealed class SetEventPolicy(OwnEnvironments environments, IRetentionStore store, CapturePolicies policies)
{
    private const int KeyCharsMax = 200;
    private static readonly string[] s_fields = ["days", "mode", "allow_traits", "drop_traits", "hash_traits"];

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await environments.FindAsync(http, caller) is not { } environment) return;
        await JsonBody.AnswerAsync(http, async body =>
        {
            var errors = new FieldErrors();
            var policy = Read(body, errors);
            if (errors.Any)
            {
                await errors.SendAsync(http);
                return;
            }

            await store.SetPolicyAsync(environment, policy, http.RequestAborted);
            // Not cancellable: the change is durable already.
            await policies.RefreshAsync(CancellationToken.None);
            await EventPolicyView.SendAsync(http, policy);
        });
    }

    private static EventPolicy Read(JsonElement body, FieldErrors errors)
    {
        var fields = new FieldReader(body, errors);
        if (fields.IsObject)
        {
            // A misspelt rule that is ignored would send what was to be withheld.
            foreach (var name in body.EnumerateObject().Select(member => member.Name).Except(s_fields)) errors.Add(name, "There is no such field.");
        }

        return new EventPolicy
        {
            RetentionDays = fields.Optional("days") is null ? EventPolicy.Default.RetentionDays : Days(fields),
            Mode = Mode(fields),
            Traits = new TraitRules
            {
                Allow = Keys(fields, "allow_traits"),
                Drop = Keys(fields, "drop_traits") ?? [],
                Hash = Keys(fields, "hash_traits") ?? [],
            },
        };
    }

    private static int Days(FieldReader fields)
    {
        if (fields.Integer("days") is not { } days) return EventPolicy.Default.RetentionDays;
        if (days is >= EventPolicy.RetentionDaysMin and <= EventPolicy.RetentionDaysMax) return (int)days;
        fields.Errors.Add("days", $"Must be from {EventPolicy.RetentionDaysMin} to {EventPolicy.RetentionDaysMax}.");
        return EventPolicy.Default.RetentionDays;
    }

    private static CaptureMode Mode(FieldReader fields)
    {
        var mode = fields.Optional("mode");
        if (mode is null || mode is { ValueKind: JsonValueKind.String } && mode.Value.ValueEquals(EventPolicyView.Available)) return CaptureMode.Available;
        if (mode is { ValueKind: JsonValueKind.String } && mode.Value.ValueEquals(EventPolicyView.Strict)) return CaptureMode.Strict;
        fields.Errors.Add("mode", $"Must be \"{EventPolicyView.Available}\" or \"{EventPolicyView.Strict}\".");
        return CaptureMode.Available;
    }

    private static ImmutableArray<string>? Keys(FieldReader fields, string name)
    {
        if (fields.Optional(name) is not { } list) return null;
        var isList = list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= TraitRules.KeysMax
            && list.EnumerateArray().All(key => key.ValueKind == JsonValueKind.String && key.GetString() is { Length: > 0 and <= KeyCharsMax });
        if (isList) return [.. list.EnumerateArray().Select(key => key.GetString() ?? "").Distinct()];
        fields.Errors.Add(name, $"Must be a list of at most {TraitRules.KeysMax} trait keys of 1 to {KeyCharsMax} characters.");
        return null;
    }
}
