using System.Collections.Immutable;

namespace Guidon.Flags.Json;

/// <summary>Collects what is wrong, up to <see cref="DocumentLimits.ErrorsMax"/>.</summary>
internal sealed class JsonErrors
{
    private readonly List<DocumentError> _errors = [];

    public bool Any => _errors.Count > 0;

    /// <summary>True when no further error would be kept, so that reading on is of no use.</summary>
    public bool Full => _errors.Count >= DocumentLimits.ErrorsMax;

    public void Add(string field, string message)
    {
        if (!Full) _errors.Add(new(field, message));
    }

    public ImmutableArray<DocumentError> All() => [.. _errors];
}
