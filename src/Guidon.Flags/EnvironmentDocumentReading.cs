using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Guidon.Flags;

/// <summary>Either a document, or everything that is wrong with it.</summary>
/// <param name="Document">Set exactly when there are no errors.</param>
/// <param name="Errors">At most <see cref="DocumentLimits.ErrorsMax"/>.</param>
public sealed record EnvironmentDocumentReading(EnvironmentDocument? Document, ImmutableArray<DocumentError> Errors)
{
    /// <summary>True when there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    public bool Succeeded => Document is not null;
}
