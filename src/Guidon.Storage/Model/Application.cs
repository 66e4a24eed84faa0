namespace Guidon.Storage.Model;

/// <summary>A program that may ask people to let it act in their name. It has no secret: it runs on people's own machines.</summary>
public sealed class Application
{
    /// <summary>What the command line calls itself; it is known from the beginning.</summary>
    public const string CommandLine = "flagsmith-cli";

    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>What the program calls itself; unique.</summary>
    public required string ClientId { get; set; }

    /// <summary>For people. Who registered chose it, and nobody checked it.</summary>
    public required string Name { get; set; }

    /// <summary>Where people may be sent back to, with spaces between.</summary>
    public required string RedirectUris { get; set; }

    /// <summary>True when the program registered itself; such a one goes when nobody needs it any more.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
