using System.Text.Json;
using Guidon.Server.Tests.Processes;
using Guidon.Server.Tests.Wire;

namespace Guidon.Server.Tests.Replayed;

/// <summary>What the tests of several SDKs ask of an answer.</summary>
public abstract class ReplayedSdk(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    protected const string Json = "Content-Type: application/json";
    protected const string Flags = "api/v1/flags/";
    protected const string Identities = "api/v1/identities/";
    protected const string Document = "api/v1/environment-document/";
    protected const string Analytics = "api/v1/analytics/flags/";

    protected GuidonProcess Server => fixture.Server;

    /// <summary>With the client-side key.</summary>
    protected Task<WireAnswer> AsClientAsync(SdkRequest request) => request.SendAsync(Server, Server.ClientKey);

    /// <summary>With the server-side key.</summary>
    protected Task<WireAnswer> AsServerAsync(SdkRequest request) => request.SendAsync(Server, Server.ServerKey);

    /// <summary>Exactly 200 (Node and Go ask for no less), JSON, and no coding that was not asked for.</summary>
    protected static JsonElement Good(WireAnswer answer)
    {
        Assert.Equal((200, "application/json"), (answer.Status, answer.Headers["Content-Type"].Split(';')[0]));
        Assert.DoesNotContain("Content-Encoding", answer.Headers.Keys);
        return answer.Json;
    }

    /// <summary>Every member that a typed model declares as not nullable is there and has its type.</summary>
    protected static void AssertFlags(JsonElement flags)
    {
        Assert.NotEqual(0, flags.GetArrayLength());
        foreach (var flag in flags.EnumerateArray())
        {
            Assert.True(flag.GetProperty("feature").GetProperty("id").GetInt32() > 0);
            Assert.NotEqual("", flag.GetProperty("feature").GetProperty("name").GetString());
            Assert.Contains(flag.GetProperty("feature").GetProperty("type").GetString(), (string[])["STANDARD", "MULTIVARIATE"]);
            Assert.Contains(flag.GetProperty("enabled").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
            Assert.Contains(flag.GetProperty("feature_state_value").ValueKind, (JsonValueKind[])[JsonValueKind.Null, JsonValueKind.String, JsonValueKind.Number, JsonValueKind.True, JsonValueKind.False]);
        }
    }

    /// <summary>Traits are a list, never null, and <c>transient</c> is a bool or absent.</summary>
    protected static JsonElement AssertIdentity(JsonElement answer)
    {
        AssertFlags(answer.GetProperty("flags"));
        foreach (var trait in answer.GetProperty("traits").EnumerateArray())
        {
            Assert.Equal(JsonValueKind.String, trait.GetProperty("trait_key").ValueKind);
            if (trait.TryGetProperty("transient", out var transient)) Assert.Contains(transient.ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
        }

        return answer;
    }

    protected static string Value(JsonElement flags, string feature) =>
        flags.EnumerateArray().Single(flag => flag.GetProperty("feature").GetProperty("name").GetString() == feature).GetProperty("feature_state_value").GetRawText();
}
