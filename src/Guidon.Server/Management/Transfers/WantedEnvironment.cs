using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Server.Management.Environments;

namespace Guidon.Server.Management.Transfers;

/// <summary>An environment of a file.</summary>
internal sealed class WantedEnvironment
{
    /// <summary>More travel in files of their own.</summary>
    internal const int IdentitiesMax = 20_000;

    private const int StatesMax = 200_000;
    private const int KeysMax = 100;

    internal WantedEnvironment(JsonElement item)
    {
        Body = new EnvironmentBody(item, isNew: true);
        var reader = new FieldReader(item, Body.Errors);
        (Uuid, Name) = (reader.UuidOrNull("uuid"), Body.Name ?? "");
        ApiKey = reader.TextOrNull("api_key", charsMax: 100);
        if (ApiKey is { } key && (!key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') || key.Length == 0)) Errors.Add("api_key", "Has only letters, digits, hyphens and underscores.");
        UseFeatureVersions = reader.FlagOrNull("use_v2_feature_versioning") == true;
        States = ImportFile.Items(reader, "feature_states", StatesMax, each => new WantedState(each), each => each.Errors);
        Keys = ImportFile.Items(reader, "server_keys", KeysMax, each => new WantedKey(each), each => each.Errors);
        Identities = ImportFile.Items(reader, "identities", IdentitiesMax, each => new WantedIdentity(each), each => each.Errors);
        Receivers = ImportFile.Items(reader, "integrations", KeysMax, each => new WantedReceiver(each), each => each.Errors);
    }

    internal EnvironmentBody Body { get; }

    internal FieldErrors Errors => Body.Errors;

    internal Guid? Uuid { get; }

    internal string Name { get; }

    internal string? ApiKey { get; }

    /// <summary>Switches an environment over; one that keeps versions goes on whatever a file says.</summary>
    internal bool UseFeatureVersions { get; }

    internal IReadOnlyList<WantedState> States { get; }

    internal IReadOnlyList<WantedKey> Keys { get; }

    internal IReadOnlyList<WantedIdentity> Identities { get; }

    internal IReadOnlyList<WantedReceiver> Receivers { get; }
}
