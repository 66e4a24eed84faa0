namespace Guidon.Contracts;

/// <summary>What is read of bodies that are too large.</summary>
public static class BodyLimits
{
    /// <summary>
    /// So much beyond an endpoint's limit is read and thrown away, 16 MiB; a caller that sends more is cut off. The web server's own limit is the endpoint's and this, or it
    /// would cut the connection before the answer had arrived.
    /// </summary>
    public const int RefusedBytesMax = 16 * 1024 * 1024;
}
