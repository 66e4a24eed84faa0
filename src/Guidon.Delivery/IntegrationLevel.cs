namespace Guidon.Delivery;

/// <summary>What a destination belongs to, and so whose events it is sent.</summary>
public enum IntegrationLevel
{
    /// <summary>One environment.</summary>
    Environment,

    /// <summary>All environments of a project, and its features.</summary>
    Project,

    /// <summary>All projects of an organisation.</summary>
    Organisation,
}
