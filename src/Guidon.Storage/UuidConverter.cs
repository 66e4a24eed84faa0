using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Guidon.Storage;

/// <summary>Uuids at rest: upper-case text on every engine, as SQLite's provider has always written them.</summary>
internal sealed class UuidConverter() : ValueConverter<Guid, string>(uuid => uuid.ToString().ToUpperInvariant(), text => Guid.Parse(text));
