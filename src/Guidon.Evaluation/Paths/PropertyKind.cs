namespace Guidon.Evaluation.Paths;

/// <summary>Where a property's value comes from.</summary>
internal enum PropertyKind : byte
{
    /// <summary>Never set: no path, or one that leads nowhere or to an object.</summary>
    Nothing,

    /// <summary>A trait by its key.</summary>
    Trait,

    /// <summary>The subject's first trait (a wildcard over traits).</summary>
    FirstTrait,

    /// <summary>The identifier.</summary>
    Identifier,

    /// <summary>The identity's hash key.</summary>
    IdentityKey,

    /// <summary>A part of the context that is the same for every subject; resolved when compiled.</summary>
    Constant,
}
