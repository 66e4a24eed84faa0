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
        return Reply.Of(StatusCodes.Status200OK, [.. outcomes.Select(at => Show(set, set.Outcomes[at], ids))], ContractsJson.Default.IReadOnlyListIdentityFlag);
    });

    private static IdentityFlag Show(FlagSet set, FlagOutcome outcome, Dictionary<int, int> ids)
    {
        var flag = set.Flags[outcome.FlagIndex];
        var segment = outcome.SegmentId is { } id ? set.Segments.First(each => each.SegmentId == id) : null;
        return new IdentityFlag(
            new FeatureReference(flag.FeatureId, flag.Name, flag.Type), outcome.Enabled, JsonElement.Parse(outcome.ValueJson),
            outcome.IdentityOverride ? "IDENTITY" : segment is null ? null : "SEGMENT", segment is null ? null : new NamedReference(ids.GetValueOrDefault(segment.SegmentId, segment.SegmentId), segment.Name), []);
    }
}
