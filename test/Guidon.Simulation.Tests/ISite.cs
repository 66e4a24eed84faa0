namespace Guidon.Simulation.Tests;

/// <summary>Whoever answers at an address.</summary>
internal interface ISite
{
    /// <summary>What it mostly does at present.</summary>
    Misdeed Mood { get; set; }

    /// <summary>Nothing listens there.</summary>
    bool IsDown { get; set; }

    /// <summary>A whole request came.</summary>
    /// <param name="connection">Where the answer goes.</param>
    /// <param name="head">Request line and headers.</param>
    /// <param name="body">As it was sent.</param>
    void Arrive(Connection connection, string head, ReadOnlyMemory<byte> body);
}
