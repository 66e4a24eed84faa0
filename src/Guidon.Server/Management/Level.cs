namespace Guidon.Server.Management;

/// <summary>What kind of thing a permission is given for, from the widest to the narrowest.</summary>
internal enum Level
{
    Organisation,
    Project,
    Environment,
}
