using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Guidon.Flags.Contexts;

/// <summary>Either a compiled context, or everything that is wrong with it.</summary>
/// <param name="Context">Set exactly when there are no errors.</param>
/// <param name="Errors">At most <see cref="DocumentLimits.ErrorsMax"/>.</param>
public sealed record ContextReading(CompiledContext? Context, ImmutableArray<DocumentError> Errors)
{
    /// <summary>True when there is a context.</summary>
    [MemberNotNullWhen(true, nameof(Context))]
    public bool Succeeded => Context is not null;
}
