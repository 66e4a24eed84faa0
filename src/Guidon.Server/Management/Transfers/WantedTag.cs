using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Server.Management.Tags;

namespace Guidon.Server.Management.Transfers;

/// <summary>A tag of a file.</summary>
internal sealed class WantedTag
{
    internal WantedTag(JsonElement item)
    {
        Body = new TagBody(item, isNew: true);
        var reader = new FieldReader(item, Body.Errors);
        (Uuid, Label) = (reader.Uuid("uuid"), reader.Text("label", 100)?.Trim() ?? "");
    }

    internal TagBody Body { get; }

    internal FieldErrors Errors => Body.Errors;

    internal Guid Uuid { get; }

    internal string Label { get; }
}
