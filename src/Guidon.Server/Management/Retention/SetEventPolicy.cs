using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Events.Retention;
using Guidon.Server.Edge;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Retention;

/// <summary>
/// <c>PUT /api/guidon/v1/environments/{environment}/retention</c>: replaces the policy; what is not named gets its default. Effective for
/// the next evaluation. Events that are in the log already keep their traits.
/// </summary>
internal sealed class SetEventPolicy(OwnEnvironments environments, IRetentionStore store, CapturePolicies policies, AuditLog audit)
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

            var old = (await store.PoliciesAsync(http.RequestAborted)).GetValueOrDefault(environment, EventPolicy.Default);
            await audit.RecordAsync<object, int>(caller, () => SetAsync(environment, policy, http.RequestAborted), _ => Entry(caller, old, policy));
            // Not cancellable: the change is durable already.
            await policies.RefreshAsync(CancellationToken.None);
            await EventPolicyView.SendAsync(http, policy);
        });
    }

    private async ValueTask<int> SetAsync(int environment, EventPolicy policy, CancellationToken cancellation)
    {
        await store.SetPolicyAsync(environment, policy, cancellation);
        return environment;
    }

    private static AuditEntry Entry(Caller caller, EventPolicy old, EventPolicy now) => new()
    {
        RelatedType = "EVENT_POLICY",
        RelatedId = caller.Place.EnvironmentId,
        OrganisationId = caller.Place.OrganisationId,
        ProjectId = caller.Place.ProjectId,
        EnvironmentId = caller.Place.EnvironmentId,
        Action = AuditRecord.Update,
        Summary = "Event policy updated",
        Fields = [.. Fields(old, now).Where(field => field.Old?.GetRawText() != field.New?.GetRawText())],
    };

    private static IEnumerable<AuditField> Fields(EventPolicy old, EventPolicy now)
    {
        yield return AuditField.Of("days", old.RetentionDays, now.RetentionDays);
        yield return AuditField.Of("mode", old.Mode, now.Mode);
        yield return AuditField.Of("allow_traits", Text(old.Traits.Allow), Text(now.Traits.Allow));
        yield return AuditField.Of("drop_traits", Text(old.Traits.Drop), Text(now.Traits.Drop));
        yield return AuditField.Of("hash_traits", Text(old.Traits.Hash), Text(now.Traits.Hash));

        static string? Text(ImmutableArray<string>? keys) => keys is { } list ? string.Join(", ", list) : null;
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
