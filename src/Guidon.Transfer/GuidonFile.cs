using System.Text.Json;
using Guidon.Contracts.Transfer;

namespace Guidon.Transfer;

/// <summary>Our own project file, with a report of what this version does not know.</summary>
internal static class GuidonFile
{
    internal static Conversion Convert(JsonElement source)
    {
        try
        {
            var file = source.Deserialize(TransferJson.Default.ProjectFile) ?? throw new SourceException("The file is null.");
            return new Conversion([file], UnknownMembers.Find(source));
        }
        catch (JsonException error)
        {
            throw new SourceException($"The file is no project file: {error.Message}");
        }
    }
}
