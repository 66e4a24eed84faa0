using Guidon.Flags.Documents;
using Guidon.Flags.Json;

namespace Guidon.Flags;

/// <summary>Reads environment documents that may come from anyone: bad input gives errors, never an exception, and is bounded.</summary>
public static class EnvironmentDocumentReader
{
    /// <summary>Reads a whole document. Unknown members are ignored; optional ones take the protocol's defaults.</summary>
    /// <param name="utf8">JSON.</param>
    /// <returns>The document, or everything that is wrong with it with the paths of the fields.</returns>
    public static EnvironmentDocumentReading Read(ReadOnlyMemory<byte> utf8)
    {
        var errors = new JsonErrors();
        var document = JsonInput.Read(utf8, comments: false, errors, root => new DocumentFields(errors).Environment(root));
        return new(errors.Any ? null : document, errors.All());
    }
}
