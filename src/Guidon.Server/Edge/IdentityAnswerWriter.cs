namespace Guidon.Server.Edge;

/// <summary>Writes one evaluation as an answer.</summary>
/// <param name="evaluation">What was decided.</param>
/// <param name="buffer">Receives the body.</param>
internal delegate void IdentityAnswerWriter(in IdentityEvaluation evaluation, AnswerBuffer buffer);
