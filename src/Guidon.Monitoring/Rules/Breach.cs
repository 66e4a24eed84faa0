namespace Guidon.Monitoring.Rules;

/// <summary>A condition that holds now.</summary>
/// <param name="DestinationId">Whose; 0 for the node or a whole integration.</param>
/// <param name="Integration">The integration, or what else it is about; empty for the node itself.</param>
/// <param name="Summary">For a person: figures, names of integrations and versions, no secret, no identifier.</param>
public sealed record Breach(int DestinationId, string Integration, string Summary)
{
    /// <summary>About the node.</summary>
    public static Breach OfNode(string summary) => new(0, "", summary);
}
