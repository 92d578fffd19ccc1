"""The audit trail sealed in blocks, its heads outside the database, and the proof that nothing was touched since.

Plain psycopg and no Django: what seals and verifies signs in as reader, who sees every row and changes none.
"""
