using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Guidon.Storage;

/// <summary>Times on disk: microseconds since 1970 UTC, the precision that the environment document shows.</summary>
internal sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
    time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    microseconds => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond));
