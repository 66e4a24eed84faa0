using System.Text.Json;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Transfers;

/// <summary>A receiver of a file. Its settings are checked by the integration when it is made.</summary>
internal sealed class WantedReceiver
{
    internal WantedReceiver(JsonElement item)
    {
        var reader = new FieldReader(item, Errors);
        Integration = reader.Text("integration", charsMax: 100) ?? "";
        // Read again after the body is gone.
        Settings = reader.Needed("settings")?.Clone() ?? default;
    }

    internal FieldErrors Errors { get; } = new();

    internal string Integration { get; }

    internal JsonElement Settings { get; }
}
