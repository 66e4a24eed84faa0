using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guidon.Doubles;

namespace Guidon.Server.Tests.Processes;

/// <summary>What tests ask of Guidon's own endpoints.</summary>
public static class Replays
{
    private const string Root = "api/guidon/v1/";

    public static async Task<JsonElement> GetAsync(this GuidonProcess server, string path) =>
        JsonElement.Parse(await server.Management.GetStringAsync(Root + path));

    public static async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(this GuidonProcess server, string path, object body)
    {
        using var answer = await server.Management.PostAsJsonAsync(Root + path, body);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Starts one and gives its id.</summary>
    public static async Task<int> ReplayAsync(this GuidonProcess server, object body)
    {
        var (status, json) = await server.PostAsync("replays", body);
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, json.ToString());
        return json.GetProperty("id").GetInt32();
    }

    public static async Task<JsonElement> DoneAsync(this GuidonProcess server, int replay)
    {
        JsonElement json = default;
        await Eventually.TrueAsync("the replay is done", async () =>
        {
            json = await server.GetAsync($"replays/{replay}");
            return json.GetProperty("state").GetString() == "done";
        });
        return json;
    }

    public static long Count(this JsonElement replay, string outcome) => replay.GetProperty("outcomes").EnumerateArray()
        .Where(each => each.GetProperty("outcome").GetString() == outcome).Sum(each => each.GetProperty("events").GetInt64());

    /// <summary>The codes of what is wrong with the stored data, looked at now and row by row.</summary>
    public static async Task<string[]> FindingsAsync(this GuidonProcess server) =>
        [.. (await server.GetAsync("status?whole=true")).GetProperty("findings").EnumerateArray()
            .Select(each => each.GetProperty("code").GetString() ?? "").Where(code => code != "not_durable")];
}
