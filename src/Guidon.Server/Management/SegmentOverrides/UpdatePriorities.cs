using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary>
/// <c>POST /api/v1/features/feature-segments/update-priorities/</c> with <c>[{id, priority}]</c>, all of one feature and environment. The places are
/// taken as they are given; others that have one of them move down. Answers those that were named.
/// </summary>
internal sealed class UpdatePriorities(ControlPlaneChanges changes)
{
    private const int ItemsMax = 5_000;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var items = body.ValueKind == JsonValueKind.Array && body.GetArrayLength() <= ItemsMax ? body.EnumerateArray().Select(item => new FieldReader(item, new FieldErrors())).ToList() : [];
        if (body.ValueKind != JsonValueKind.Array || items.Count == 0) return Reply.Invalid($"A list of 1 to {ItemsMax} objects with id and priority is required.").SendAsync(http);
        var wanted = items.ConvertAll(item => (Id: item.Id("id") ?? -1, Priority: item.Needed("priority") is null ? null : item.IntegerOrNull("priority", 0, OverrideRows.PriorityMax)));
        return changes.AnswerAsync(http, caller, change =>
        {
            var states = wanted.Select(each => OverrideRows.Find(change.Plane, caller, each.Id)).OfType<(ProjectEnvironment Environment, FeatureState State)>().ToList();
            if (states.Count < wanted.Count && !items.Exists(item => item.Errors.Any)) return Reply.NotFound;
            if (items.Exists(item => item.Errors.Any)) return new Reply(Refuses: true, response => FieldErrors.SendAsync(response, null, items.ConvertAll(item => item.Errors)));
            return Write(change, states.ConvertAll(each => each.State), states[0].Environment, wanted.ConvertAll(each => each.Priority ?? 0));
        });
    });

    private static Reply Write(Change change, List<FeatureState> states, ProjectEnvironment environment, List<int> priorities)
    {
        if (states.Select(each => (each.EnvironmentId, each.FeatureId)).Distinct().Count() > 1) return Reply.Invalid("All feature segments must belong to the same feature & environment.");
        if (states.Select(each => each.Id).Distinct().Count() < states.Count || priorities.Distinct().Count() < priorities.Count) return Reply.Invalid("Each feature segment and each priority may be given once.");
        if (FlagGuard.Refusal(change, environment, states[0]) is { } refusal) return refusal;
        OverrideRows.Reorder(change, states.Zip(priorities).ToDictionary(pair => pair.First.Id, pair => pair.Second), environment.Id, states[0].FeatureId);
        return Reply.Of(StatusCodes.Status200OK, FeatureSegmentView.Show(change.Plane, states), ContractsJson.Default.IReadOnlyListFeatureSegmentAnswer);
    }
}
