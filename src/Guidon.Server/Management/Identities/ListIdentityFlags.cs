using System.Text.Json;
using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Storage;

namespace Guidon.Server.Management.Identities;

/// <summary>
/// <c>GET …/identities/{identity}/featurestates/all/</c>: every flag as the identity gets it now from this node, by its stored traits, and what decided.
/// </summary>
internal sealed class ListIdentityFlags(IControlPlaneStore store, EnvironmentRegistry served)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (IdentityTarget.Find(plane, caller, http) is not var (environment, identity) || !served.States.TryGetValue(environment.Id, out var state)) return Reply.NotFound;
        var set = state.Current.FlagSet;
        var outcomes = new int[set.Flags.Length];
        Evaluator.Evaluate(set, new Subject(identity.Identifier, TraitView.Load(plane, identity.Id)), outcomes, []);
        // Documents call a segment by its seed; here it goes by its id.
        var ids = plane.Segments.Where(each => each.ProjectId == environment.ProjectId && each.HashSeed != null).ToDictionary(each => each.HashSeed ?? 0, each => each.Id);
        var shares = Shares(plane, environment.Id, identity.Identifier);
        return Reply.Of(StatusCodes.Status200OK, [.. outcomes.Select(at => Show(set, set.Outcomes[at], ids, shares))], ContractsJson.Default.IReadOnlyListIdentityFlag);
    });

    // Of every state that may decide for it.
    private static ILookup<(int Feature, int? Segment, bool IsOwn), VariantShare> Shares(ControlPlane plane, int environmentId, string identifier) =>
        (from weight in plane.MultivariateWeights
         join state in plane.FeatureStates on weight.FeatureStateId equals state.Id
         where state.EnvironmentId == environmentId && (state.Identifier == null || state.Identifier == identifier)
         orderby weight.MultivariateOptionId
         select new { state.FeatureId, state.SegmentId, IsOwn = state.Identifier != null, weight.Id, weight.MultivariateOptionId, weight.PercentageAllocation })
        .ToLookup(each => (each.FeatureId, each.SegmentId, each.IsOwn), each => new VariantShare(each.Id, each.MultivariateOptionId, each.PercentageAllocation));

    private static IdentityFlag Show(FlagSet set, FlagOutcome outcome, Dictionary<int, int> ids, ILookup<(int Feature, int? Segment, bool IsOwn), VariantShare> shares)
    {
        var flag = set.Flags[outcome.FlagIndex];
        var segment = outcome.SegmentId is { } id ? set.Segments.First(each => each.SegmentId == id) : null;
        int? segmentId = segment is null ? null : ids.GetValueOrDefault(segment.SegmentId, segment.SegmentId);
        return new IdentityFlag(
            new FeatureReference(flag.FeatureId, flag.Name, flag.Type), outcome.Enabled, JsonElement.Parse(outcome.ValueJson),
            outcome.IdentityOverride ? "IDENTITY" : segment is null ? null : "SEGMENT", segment is null ? null : new NamedReference(segmentId ?? 0, segment.Name),
            [.. shares[(flag.FeatureId, outcome.IdentityOverride ? null : segmentId, outcome.IdentityOverride)]]);
    }
}
