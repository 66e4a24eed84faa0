namespace Guidon.Monitoring.Rules;

/// <summary>Who is to act.</summary>
public enum Owner
{
    /// <summary>Whoever configured the destination: its key, its address, its receiver.</summary>
    Destination,

    /// <summary>Whoever runs the node.</summary>
    Operator,
}
