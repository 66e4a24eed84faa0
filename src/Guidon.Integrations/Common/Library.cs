using System.Text.Json;

namespace Guidon.Integrations.Common;

/// <summary>How records name their sender.</summary>
internal static class Library
{
    internal const string Name = "guidon";

    /// <summary>Of the record's form and not of the build, so that equal events give equal bytes.</summary>
    internal const string Version = "1";

    /// <summary>A <c>context</c> that holds nothing but the library.</summary>
    internal static void WriteLibrary(this Utf8JsonWriter json)
    {
        json.WriteStartObject("context");
        json.WriteLibraryFields();
        json.WriteEndObject();
    }

    internal static void WriteLibraryFields(this Utf8JsonWriter json)
    {
        json.WriteStartObject("library");
        json.WriteString("name", Name);
        json.WriteString("version", Version);
        json.WriteEndObject();
    }
}
