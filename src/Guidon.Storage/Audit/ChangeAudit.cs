using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Guidon.Events.Changes;
using Guidon.Storage.Changes;
using Guidon.Storage.Model;

namespace Guidon.Storage.Audit;

/// <summary>The audit entry of a change event: the same words, with the old and the new by field.</summary>
/// <param name="chain">Makes the names under which identities stand in records that are kept for good: an erased identity cannot be taken out of them.</param>
public sealed class ChangeAudit(AuditChain chain)
{
    /// <summary>One entry for one event.</summary>
    public AuditEntry Of(ChangeEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var state = change.LastState;
        return new AuditEntry
        {
            RelatedType = state is null ? "FEATURE" : "FEATURE_STATE",
            FeatureId = change.Feature.Id,
            RelatedId = state?.Id ?? change.Feature.Id,
            RelatedUuid = state?.Uuid ?? change.Feature.Uuid,
            OrganisationId = change.Organisation.Id,
            ProjectId = change.Project.Id,
            EnvironmentId = change.Environment?.Id,
            Action = change.Action switch
            {
                ChangeAction.Created => AuditRecord.Create,
                ChangeAction.Deleted => AuditRecord.Delete,
                _ => AuditRecord.Update,
            },
            Summary = state?.Identifier is { } identifier ? ChangeTeller.Summary(state, chain.Pseudonym(identifier), change.Action, change.Feature.Name) : change.Summary,
            Fields = state is null ? Differences(Values(change.PreviousFeature), Values(change.Action == ChangeAction.Deleted ? null : change.Feature)) : Differences(Values(change.PreviousState), Values(change.State)),
        };
    }

    private static ImmutableArray<AuditField> Differences(List<(string Field, object? Value)> old, List<(string Field, object? Value)> now)
    {
        var (before, after) = (old.ToDictionary(each => each.Field, each => each.Value), now.ToDictionary(each => each.Field, each => each.Value));
        return
        [
            .. before.Keys.Union(after.Keys).Select(field => (field, Old: before.GetValueOrDefault(field), New: after.GetValueOrDefault(field)))
                .Where(each => !Equals(each.Old, each.New)).Select(each => AuditField.Of(each.field, Shown(each.Old), Shown(each.New))),
        ];
    }

    // A value is JSON already, and compared as it is written.
    private static object? Shown(object? value) => value is ScalarText scalar ? JsonElement.Parse(scalar.Json) : value;

    private static List<(string Field, object? Value)> Values(FeatureSnapshot? feature) => feature is null ? [] :
    [
        ("name", feature.Name), ("type", feature.Type), ("description", feature.Description), ("initial_value", feature.InitialValue),
        ("default_enabled", feature.DefaultEnabled), ("is_archived", feature.IsArchived), ("is_server_key_only", feature.IsServerKeyOnly),
    ];

    private List<(string Field, object? Value)> Values(FlagSnapshot? state) => state is null ? [] :
    [
        ("enabled", state.Enabled), ("feature_state_value", new ScalarText(state.Value.Json)), ("segment", state.Segment?.Name), ("priority", state.Priority),
        ("identity", state.Identifier is { } identifier ? chain.Pseudonym(identifier) : null),
        .. state.Variants.Select(each => (string.Create(CultureInfo.InvariantCulture, $"percentage_allocation[{each.OptionId}]"), (object?)each.Percentage)),
    ];

    private sealed record ScalarText(string Json);
}
