using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>Reads a time of a body.</summary>
internal static class TimeField
{
    private const int CharsMax = 64;

    /// <returns>UTC, whole microseconds; <see langword="null"/> when it is missing or null, or after an error was noted.</returns>
    internal static DateTimeOffset? ReadOrNull(FieldReader reader, string name)
    {
        if (reader.TextOrNull(name, CharsMax) is not { } text) return null;
        if (QueryFields.Read(text) is { } time) return StoreTime.Whole(time);
        reader.Errors.Add(name, QueryFields.TimeError);
        return null;
    }
}
