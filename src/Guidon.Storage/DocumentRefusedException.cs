using System.Collections.Immutable;
using Guidon.Flags;

namespace Guidon.Storage;

/// <summary>A change would make a document that nodes or SDKs could not serve. Thrown inside the transaction, so that nothing of it is stored.</summary>
/// <param name="environment">Name of the environment.</param>
/// <param name="errors">Everything that is wrong with its document.</param>
public sealed class DocumentRefusedException(string environment, ImmutableArray<DocumentError> errors)
    : Exception($"The document of {environment} was refused: {string.Join("; ", errors)}")
{
    /// <summary>Name of the environment.</summary>
    public string Environment => environment;

    /// <summary>Everything that is wrong with its document.</summary>
    public ImmutableArray<DocumentError> Errors => errors;
}
