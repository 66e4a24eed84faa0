namespace Guidon.Server.Edge;

/// <summary>How one kind of request for all flags of an identity is answered.</summary>
/// <param name="Resource">Its name in metrics.</param>
/// <param name="Tagged">Whether the answer carries an entity tag, so that 304 is possible. Hashing has its price.</param>
/// <param name="Write">Writes the body.</param>
internal sealed record IdentityAnswerStyle(string Resource, bool Tagged, IdentityAnswerWriter Write);
