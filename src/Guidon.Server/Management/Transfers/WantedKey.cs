using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Server.Management.ServerKeys;

namespace Guidon.Server.Management.Transfers;

/// <summary>A server-side key of a file.</summary>
internal sealed class WantedKey
{
    private const int KeyCharsMin = 20;
    private const int KeyCharsMax = 200;

    internal WantedKey(JsonElement item)
    {
        var reader = new FieldReader(item, Errors);
        Name = reader.Text("name", CreateServerKey.NameCharsMax) ?? "";
        Key = reader.Text("key", KeyCharsMax) ?? "";
        // Shorter ones could be guessed.
        if (!Errors.Any && (!Key.StartsWith("ser.", StringComparison.Ordinal) || Key.Length < KeyCharsMin)) Errors.Add("key", $"Begins with ser. and has at least {KeyCharsMin} characters.");
        (Active, ExpiresAt) = (reader.FlagOrNull("active") ?? true, reader.TimeOrNull("expires_at"));
    }

    internal FieldErrors Errors { get; } = new();

    internal string Name { get; }

    internal string Key { get; }

    internal bool Active { get; }

    internal DateTimeOffset? ExpiresAt { get; }
}
