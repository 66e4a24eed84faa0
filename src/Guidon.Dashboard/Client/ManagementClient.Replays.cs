using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<ReplayList>> ReplaysAsync() => GetAsync(Own + "replays", ContractsJson.Default.ReplayList);

    internal Task<Outcome<ReplaySummary>> ReplayAsync(int id) => GetAsync($"{Own}replays/{id}", ContractsJson.Default.ReplaySummary);

    /// <summary>Counts exactly and shows what would be different; sends nothing.</summary>
    internal Task<Outcome<ReplayDryRunAnswer>> CountReplayAsync(JsonObject request)
    {
        var body = request.DeepClone().AsObject();
        body["dry_run"] = true;
        return SendAsync(HttpMethod.Post, Own + "replays", body, ContractsJson.Default.ReplayDryRunAnswer);
    }

    internal Task<Outcome<ReplaySummary>> StartReplayAsync(JsonObject request) => SendAsync(HttpMethod.Post, Own + "replays", request, ContractsJson.Default.ReplaySummary);

    /// <param name="id">The replay.</param>
    /// <param name="verb"><c>pause</c>, <c>resume</c> or <c>cancel</c>.</param>
    internal Task<Outcome<ReplaySummary>> SetReplayAsync(int id, string verb) =>
        SendAsync(HttpMethod.Post, $"{Own}replays/{id}/{verb}", new JsonObject(), ContractsJson.Default.ReplaySummary);
}
