"""PostGIS as Django has it, but for connections whose server has gone."""
