namespace Guidon.Storage.Model;

/// <summary>What nodes serve an environment from. Written in the transaction of the change by <see cref="EnvironmentPublisher"/>.</summary>
public sealed class PublishedDocument
{
    /// <summary>The environment.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>The environment document, UTF-8 JSON.</summary>
    public required byte[] Document { get; set; }

    /// <summary>What the document leaves out, from <see cref="FeatureDetailEncoding"/>.</summary>
    public required byte[] Features { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset PublishedAt { get; set; }
}
