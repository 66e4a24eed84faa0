namespace Guidon.Storage;

/// <summary>Hears what other nodes on the same database have committed. Called by one thread, which goes on with the next piece of news: be quick.</summary>
public interface IStoreFollower
{
    /// <summary>The document or the keys of an environment are new.</summary>
    void EnvironmentChanged(int environmentId);

    /// <summary>Destinations or event policies changed.</summary>
    void DestinationsChanged();

    /// <summary>Replays began, stopped or took events.</summary>
    void ReplaysChanged();

    /// <summary>There are new events.</summary>
    void EventsCame();
}
