using System.Text.Json.Serialization;

namespace Guidon.Contracts;

/// <summary>Who signed in goes on with the key; who has a second factor switched on shows the ephemeral token with a code first.</summary>
public sealed record LoginAnswer
{
    /// <summary>For <c>Authorization: Token …</c>; shown this once. Left out when a code is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>For <c>login/code/</c>, once and within five minutes; opens nothing by itself. Left out with a key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EphemeralToken { get; init; }

    /// <summary>What gives the code: always <c>app</c>. Left out with a key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }
}
