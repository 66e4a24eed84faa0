namespace Guidon.Server.Management.Grants;

/// <summary>Whom something can be granted to.</summary>
internal enum Holder
{
    User,
    Group,

    /// <summary>A master API key that is no administrator's.</summary>
    Key,
}
